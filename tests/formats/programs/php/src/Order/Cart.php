<?php
namespace Shop\Order;

class Cart
{
    private $items = [];

    public function add(string $name, int $price): void
    {
        if ($price < 0) {
            throw new \InvalidArgumentException('price');
        }
        $this->items[$name] = $price;
    }

    public function sum(): int
    {
        return array_sum($this->items);
    }

    public function clear(): void
    {
        $this->items = [];
    }
}
