package shop

import "example.com/shop/cart"

func Sum() int {
	return cart.Total(20, 200)
}
