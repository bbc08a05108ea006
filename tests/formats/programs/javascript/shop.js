'use strict'

const rate = (sum) => (sum > 100 ? 0.1 : 0); const twice = (x) => x * 2

class Cart {
  constructor () { this.items = [] }

  add (price, quantity = 1) {
    if (quantity < 1) throw new Error('quantity'); this.items.push(price * quantity)
  }

  total () {
    const sum = this.items.reduce((a, b) => a + b, 0)
    return sum - sum * rate(sum)
  }

  unused () {
    return twice(this.total()) || null
  }
}

module.exports = { Cart }
