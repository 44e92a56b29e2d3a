/** Options of a command line: `--name value`, and `--name` alone as a flag. */
export function commandLine(argv = process.argv.slice(2)) {
  const option = (name, fallback) => {
    const at = argv.indexOf(`--${name}`);
    return at < 0 ? fallback : argv[at + 1];
  };
  return {
    option,
    number: (name, fallback) => Number(option(name, fallback)),
    list: (name, fallback = '') => option(name, fallback).split(',').filter(Boolean),
    flag: name => argv.includes(`--${name}`),
  };
}
