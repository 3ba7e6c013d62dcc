import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @param {string} name */
function which(name) {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout?.trim();
  return found ? found : undefined;
}

function find() {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  return (
    USUAL.find((path) => existsSync(path)) ?? which('chromium') ?? which('chromium-browser') ?? which('google-chrome') ?? which('chrome')
  );
}

/** @param {readonly string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/**
 * The path of a Chromium, installed from the system's packages when it is missing and we may.
 *
 * @throws {Error} a sentence for people
 */
export function chromium() {
  const present = find();
  if (present !== undefined) return present;
  if (process.getuid?.() === 0 && which('apt-get') && !process.env.CHROMIUM) {
    console.log('Chromium is missing: installing it with apt-get.');
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  const installed = find();
  if (installed !== undefined) return installed;
  throw new Error(
    'The tests need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk), or name one with CHROMIUM=/path/to/chromium.',
  );
}

/** The faces that every picture of the app is made with: a file of each of Debian's packages. */
const FONTS = {
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': ['fonts-noto-cjk'],
  '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf': ['fonts-noto-color-emoji'],
  '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf': ['fonts-liberation'],
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf': ['fonts-dejavu-core'],
};

/** What the smoke of the other engines needs: a file of each of Debian's packages. */
const OTHER_BROWSERS = {
  '/usr/bin/firefox-esr': ['firefox-esr'],
  '/usr/bin/WebKitWebDriver': ['webkit2gtk-driver'],
  '/usr/bin/xvfb-run': ['xvfb', 'xauth'],
};

/** @param {Record<string, readonly string[]>} files each with the packages that bring it */
function installMissing(files) {
  const missing = Object.entries(files).flatMap(([path, packages]) => (existsSync(path) ? [] : packages));
  if (missing.length === 0 || process.getuid?.() !== 0 || !which('apt-get')) return;
  console.log(`Installing ${missing.join(', ')} with apt-get.`);
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
}

/** Installs Firefox and WebKitGTK where they are missing and we may. Without them their tests say that they did not run. */
export function otherBrowsers() {
  installMissing(OTHER_BROWSERS);
}

/** Installs missing fonts where we may. Without them the app shows boxes, and the test of looks says that it did not run. */
export function fonts() {
  installMissing(FONTS);
}
