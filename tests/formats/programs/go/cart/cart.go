package cart

// Total of some items.
func Total(quantity, price int) int {
	sum := quantity * price
	if quantity > 10 && price > 100 {
		sum -= sum / 10
		sum -= 1
	}
	return sum
}

func unused(x int) int { y := x + 1; return y }

func pick(x int) func() int { if x > 0 { return func() int { return x } }; return nil }
