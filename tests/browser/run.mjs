// Builds the site, serves it, and uses it as a reader does. Every page: no console error, no request elsewhere, no serious finding of axe.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { browserChecks } from './checks.mjs';

const [root, shots] = process.argv.slice(2);
const cli = process.env.NABLA_CLI;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executable = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
const output = mkdtempSync(join(tmpdir(), 'nabla-site-'));
let passed = 0;
let failed = 0;

execFileSync('dotnet', [cli, 'notes', 'build', '--output', output, '--notes', join(root, 'docs/notes'), '--page-size', '5'], { stdio: 'inherit' });
const server = spawn('dotnet', [cli, 'notes', 'serve', '--port', '0', '--notes', join(root, 'docs/notes'), '--page-size', '5'], { stdio: ['ignore', 'pipe', 'inherit'] });
const served = await new Promise((resolve, reject) => {
  let text = '';
  server.stdout.on('data', (part) => {
    text += part;
    const found = /http:\/\/\S+/.exec(text);
    if (found) resolve(found[0]);
  });
  server.on('exit', () => reject(new Error(`The server ended: ${text}`)));
});
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files=false'] });

// One check in a page of its own; base is the site's address.
const check = async (name, base, work, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) wrong.push(`request elsewhere: ${request.url()}`); });
  const tools = {
    shot: (file, how = {}) => page.screenshot({ path: join(shots, `${file}.png`), ...how }),
    accessible: async () => {
      // Evaluated by the debugger, which the pages' own policy does not bind.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      for (const { id, impact, nodes } of violations) {
        const line = `axe ${impact}: ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(' | ')}`;
        if (impact === 'serious' || impact === 'critical') wrong.push(line);
        else console.log(`        ${line}`);
      }
    },
    expect: (truth, message) => { if (!truth) wrong.push(message); },
    allow: (pattern) => { for (let i = wrong.length - 1; i >= 0; i--) if (pattern.test(wrong[i])) wrong.splice(i, 1); },
  };
  try {
    await work(page, tools);
  } catch (error) {
    wrong.push(error.message);
  }
  await context.close();
  if (wrong.length === 0) passed++;
  else failed++;
  console.log(`${wrong.length === 0 ? 'passed' : 'FAILED'}  ${name}${wrong.map((line) => `\n        ${line}`).join('')}`);
};

try {
  await browserChecks({ check, file: `${pathToFileURL(output).href}/`, served, notes: join(root, 'docs/notes'), writeFileSync });
} finally {
  await browser.close();
  server.kill('SIGINT');
  rmSync(output, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
