# A cart.
class Cart
  def initialize
    @items = []
  end

  def add(price, count)
    if price.negative? || count.zero?
      false
    else
      @items << price * count
      true
    end
  end

  def unused
    1
  end

  # :nocov:
  def skipped
    2
  end
  # :nocov:
end
