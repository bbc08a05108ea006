package shop;

public class App {
    public static void main(String[] arguments) {
        System.out.println(arguments.length > 0 ? arguments[0] : "none");
    }
}
