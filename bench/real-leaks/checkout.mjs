/**
 * Puts the files of a case on disk: a published package, or a commit of a mirrored git repository. Each is unpacked once into the cache.
 * Gives undefined where a case needs a mirror that is not there; nothing is executed and nothing is installed.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const SOURCE_ENDINGS = ['js', 'cjs', 'mjs', 'jsx', 'ts', 'cts', 'mts', 'tsx'];
const QUIET = { stdio: ['ignore', 'pipe', 'ignore'] };

/** Fills a folder beside its final place and moves it there, so that an interrupted run leaves no half of it. */
function once(folder, fill) {
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const part = fs.mkdtempSync(`${folder}.part-`);
  try {
    fill(part);
    fs.renameSync(part, folder);
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

function unpackPackage(cache, name, version) {
  const folder = once(path.join(cache, 'npm', `${name}@${version}`.replaceAll('/', '+')), into => {
    const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', `${name}@${version}`], { cwd: into, encoding: 'utf8', ...QUIET }).trim().split('\n').pop();
    execFileSync('tar', ['xzf', tarball, '--no-same-owner'], { cwd: into, ...QUIET });
    fs.rmSync(path.join(into, tarball));
    const [top] = fs.readdirSync(into); // some tarballs use another top folder
    if (top !== 'package') fs.renameSync(path.join(into, top), path.join(into, 'package'));
  });
  return path.join(folder, 'package');
}

function unpackCommit(cache, mirrors, repository, commit) {
  const mirror = path.join(mirrors, repository.replace('/', '+'));
  const gitDirectory = [mirror, path.join(mirror, 'repo')].find(folder => fs.existsSync(path.join(folder, 'HEAD')));
  if (mirrors === '' || gitDirectory === undefined) return undefined;
  return once(path.join(cache, 'git', `${repository.replace('/', '+')}@${commit}`), into => {
    const listed = execFileSync('git', ['--git-dir', gitDirectory, 'ls-tree', '-r', '--name-only', commit], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    for (const ending of SOURCE_ENDINGS) {
      if (!listed.includes(`.${ending}\n`)) continue; // `git archive` refuses a pattern that nothing matches
      const archive = execFileSync('git', ['--git-dir', gitDirectory, 'archive', commit, '--', `:(glob)**/*.${ending}`], { maxBuffer: 2 ** 30, ...QUIET });
      execFileSync('tar', ['x'], { cwd: into, input: archive, stdio: ['pipe', 'ignore', 'ignore'] });
    }
  });
}

/** Where one version of one file lies. */
export function checkout({ cache, mirrors }, { packageName, version, repository, commit, file, repositoryFile }) {
  if (packageName && version) return { root: unpackPackage(cache, packageName, version), file };
  if (!repository || !commit) return undefined;
  const root = unpackCommit(cache, mirrors, repository, commit);
  return root && { root, file: repositoryFile ?? file };
}

/** The two sides of a leak, and the one of a negative, as `checkout` wants them. */
export const leakySide = spec => ({
  packageName: spec.package, version: spec.leaky, repository: spec.repo, commit: spec.leakyCommit, file: spec.file, repositoryFile: spec.repoFile,
});
export const fixedSide = spec => ({
  packageName: spec.package, version: spec.fixed, repository: spec.repo, commit: spec.fixCommit, file: spec.fixedFile ?? spec.file, repositoryFile: spec.repoFile,
});
export const negativeSide = spec => ({
  packageName: spec.package, version: spec.version, repository: spec.repo, commit: spec.commit, file: spec.file,
});

export const linesOf = ({ root, file }) => fs.readFileSync(path.join(root, file), 'utf8').split('\n');
