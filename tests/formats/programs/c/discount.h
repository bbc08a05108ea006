static inline int discount(int sum) {
    switch (sum / 1000) {
    case 0:
        return 0;
    case 1:
    case 2:
        return sum / 20;
    default:
        return sum / 10;
    }
}
