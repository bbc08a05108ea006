#include <stdio.h>
#include "discount.h"

static int total(int quantity, int price) {
    int sum = quantity * price;
    if (quantity > 10 && price > 100) {
        sum -= discount(sum);
    }
    return sum;
}

int unused(int x) {
    return x + 1;
}

int main(void) {
    int all = 0;
    for (int i = 0; i < 3; i++) {
        all += total(i, 20);
    }
    printf("%d\n", all + total(20, 200));
    return 0;
}
