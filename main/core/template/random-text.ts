import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** One random byte; the pool spares a trip to the system's generator for each. */
function randomByte(): number {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte;
}

/** Without i, l, o and u, so that it can be read aloud. 32 letters, so that a byte divides evenly. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** `length` characters of lower-case letters and digits, five random bits each. */
export function randomText(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += ALPHABET[randomByte() & 31];
  return text;
}

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}

/** 64 of each, so that a pair is one of 4,096 and each as likely. Short, kind, easy to say over a desk. */
const ADJECTIVES = words(`
  amber brave brisk bright calm candid clear clever cosy crisp daring deft dewy eager
  early easy fair fancy fleet fond fresh gentle glad golden grand green happy hardy honest
  humble jolly keen kind lively loyal lucky mellow merry mild misty neat nimble noble
  patient plucky polite proud quick quiet rapid ready rosy sharp shiny silver smooth snowy
  solid spry steady sunny swift warm witty
`);

const ANIMALS = words(`
  ant badger bat bear beaver bee bison crab crane crow deer dingo dove duck eagle eel elk
  falcon ferret finch fox frog gecko goat goose gull hare hawk heron horse ibis jay koala
  lark lemur lion llama lynx magpie mole moose moth mouse newt orca otter owl panda pony
  puma quail rabbit raven robin salmon seal shrew sloth stork swan tiger toad trout wren
`);

/** Two words such as `brave-otter`. */
export function randomWords(): string {
  return `${ADJECTIVES[randomByte() & 63]}-${ANIMALS[randomByte() & 63]}`;
}
