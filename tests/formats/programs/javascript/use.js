'use strict'
const { Cart } = require('./shop')

const cart = new Cart()
cart.add(10)
cart.total()
