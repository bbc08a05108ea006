package shop;

import java.util.ArrayList;
import java.util.List;

public class Cart {
    private final List<Integer> prices = new ArrayList<>();

    public void add(int price) {
        add(price, 1);
    }

    public void add(int price, int quantity) {
        if (quantity < 1 || price < 0) {
            throw new IllegalArgumentException("quantity");
        }
        prices.add(price * quantity);
    }

    public int total() {
        return prices.stream().mapToInt(price -> price).sum();
    }

    public enum Size {
        SMALL, LARGE;

        public boolean fits() {
            return this == LARGE;
        }
    }
}
