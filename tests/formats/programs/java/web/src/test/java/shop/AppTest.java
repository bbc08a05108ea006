package shop;

import org.junit.jupiter.api.*;

class AppTest {
    @Test
    void runs() {
        App.main(new String[0]);
    }
}
