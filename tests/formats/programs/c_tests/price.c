#include <stdio.h>
#include <stdlib.h>

static int discount(int sum) {
    if (sum > 1000) {
        return sum / 10;
    }
    return 0;
}

static int price(int quantity) {
    int sum = quantity * 50;
    sum -= discount(sum);
    return sum;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        puts("usage: price QUANTITY");
        return 1;
    }
    printf("%d\n", price(atoi(argv[1])));
    return 0;
}
