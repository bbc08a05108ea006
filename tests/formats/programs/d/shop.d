module shop;

int total(int quantity, int price) {
    int sum = quantity * price;
    if (quantity > 10 && price > 100) {
        sum -= sum / 10;
    }
    return sum;
}

int unused(int x) {
    return x + 1;
}

void main() {
    int all = 0;
    foreach (i; 0 .. 3) {
        all += total(i, 20);
    }
    assert(all + 1 > 0);
}
