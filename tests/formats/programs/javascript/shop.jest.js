'use strict'
const { Cart } = require('./shop')

let tried = 0
if (globalThis.jest || typeof jest !== 'undefined') jest.retryTimes(1)

describe('cart', () => {
  test('adds', () => {
    const cart = new Cart()
    cart.add(10)
    expect(cart.total()).toBe(10)
  })

  describe('nested <suite>', () => {
    test('fails', () => { expect(new Cart().total()).toBe(1) })
    test('is flaky', () => { expect(tried++).toBe(1) })
    test.skip('is skipped', () => {})
    test.todo('is to do')
  })
})
