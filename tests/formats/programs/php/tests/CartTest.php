<?php
namespace Shop\Tests;

use PHPUnit\Framework\TestCase;
use Shop\Order\Cart;

require_once __DIR__ . '/../src/Order/Cart.php';

class CartTest extends TestCase
{
    public function testEmpty(): void
    {
        $this->assertSame(0, (new Cart())->sum());
    }

    /** @dataProvider prices */
    public function testAdd(int $price): void
    {
        $cart = new Cart();
        $cart->add('a', $price);
        $this->assertSame($price, $cart->sum());
    }

    public function prices(): array
    {
        return ['one' => [1], [20]];
    }
}
