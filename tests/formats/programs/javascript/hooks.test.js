const assert = require('assert');

describe('stock', () => {
    it('counts', () => {});
    it('is never negative', () => assert.equal(-1, 0));
    it.skip('is ordered');
    it('is sold');
    describe('abroad', () => {
        it('counts', () => {});
        it('is late', function () {
            this.timeout(20);
            return new Promise((done) => setTimeout(done, 100));
        });
    });
});

describe('with a setup that fails', () => {
    before(() => {
        throw new Error('no shelf');
    });
    it('is not run', () => {});
    it('nor is this', () => {});
});

describe('with a teardown that fails', () => {
    afterEach(() => {
        throw new Error('no broom');
    });
    it('is run', () => {});
    it('is not run any more', () => {});
});
