RSpec.describe 'cart' do
  it('adds') { expect(1 + 1).to eq 2 }

  context 'when empty' do
    it('fails <here>') { expect([].sum).to eq 1 }
    it 'is pending'
    xit('is skipped') { raise 'never' }
  end
end
