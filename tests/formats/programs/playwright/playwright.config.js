// Nothing here opens a browser: the tests only pass, fail, wait and are skipped.
module.exports = {
    testDir: './tests',
    retries: 1,
    workers: 1,
    timeout: 1500,
    projects: [{ name: 'desktop' }, { name: 'phone', grep: /@phone/ }],
};
