// @ts-check
import { createRequire } from 'node:module';

const MEBIBYTE = 1024 * 1024;
const [, , reader, bundle = ''] = process.argv;

let text = '';
for (let number = 0; ; number += 1) {
  const line = `APP${number}_LIVEKIT_API_SECRET=kR4vT8wZ1yB5nM9qD3fG7hJ2lP6sX0cV${number}\n`;
  if (text.length + line.length > MEBIBYTE) break;
  text += line;
}
const content = Buffer.from(text);
const { readCredentials } = createRequire(import.meta.url)(bundle);

const start = performance.now();
const found =
  reader === 'bare'
    ? namesAndValues()
    : readCredentials([{ name: '.env', content }]).projects.length;
const milliseconds = performance.now() - start;
if (found === 0) throw new Error('Nothing was read.');
process.stdout.write(String(milliseconds));

function namesAndValues() {
  const variables = new Map();
  for (const [, name, value] of content.toString().matchAll(/^([\w.]+)=(.*)$/gm)) {
    variables.set(name, value);
  }
  return variables.size;
}
