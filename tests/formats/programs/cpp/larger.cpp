template <typename T> T larger(T a, T b) {
    if (a > b) {
        return a;
    }
    return b;
}

struct Box {
    int items = 0;
    void put(int count) {
        if (count < 0 || count > 100)
            throw count;
        items += count;
    }
};

int unused() { return 1; }

int main(int argc, char **) {
    Box box;
    auto fill = [&box](int count) {
        for (int i = 0; i < count; i++) {
            box.put(i);
        }
        return count;
    };
    double d = larger(1.0, 2.0);
    int i = larger(fill(5), 2);
    try {
        if (argc > 1)
            box.put(-1);
    } catch (int) {
        return 1;
    }
    return i > d ? 0 : 1;
}
