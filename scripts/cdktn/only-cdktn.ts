// In the second run: a test file that had the first library after all is one that did not run on the second.

afterAll(() => {
  const loaded = Object.keys(require.cache).filter((file) => /[\\/]node_modules[\\/]cdktf[\\/]/u.test(file));
  if (loaded.length > 0) throw new Error(`This run is for cdktn, and yet ${String(loaded[0])} was loaded.`);
});
