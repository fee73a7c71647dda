import { defined } from '../contract/json.ts';
import { judgeCredentials, type CredentialField } from '../contract/judge-credentials.ts';
import { activeProject } from '../contract/selectors.ts';
import type { FoundProject } from '../core/credentials/found.ts';
import { readCredentials } from '../core/credentials/read-credentials.ts';
import { type CommandIo, UsageError, printable, toJson } from './command-io.ts';
import { type CommandContext, valueOf, withCore } from './core-access.ts';
import { readSecret, readStdin, type SecretOptions } from './credential-sources.ts';
import { signInWithLk } from './project-import.ts';
import { activityInWords, projectJson } from './projects.ts';
import { withConversation, type Conversation } from './prompt.ts';

export interface ProjectAddOptions extends SecretOptions {
  url?: string;
  apiKey?: string;
  slug?: string;
  /** Sign in to LiveKit Cloud with lk, and take the project it adds. */
  cloud?: boolean;
  /** Commander turns `--no-use` into false. */
  use?: boolean;
  json?: boolean;
}

type Field = 'name' | CredentialField;
type Fields = Partial<Record<Field, string>>;

/** Larger than any configuration file. */
const MAX_PASTE_BYTES = 1024 * 1024;

const QUESTIONS: readonly { field: Field; label: string; option: string }[] = [
  { field: 'name', label: 'Name (empty: from the URL)', option: 'The name' },
  { field: 'url', label: 'LiveKit URL', option: '--url' },
  { field: 'apiKey', label: 'API key', option: '--api-key' },
  { field: 'apiSecret', label: 'API secret', option: 'The API secret' },
];

/** `project add`: asks for what flags, stdin and the environment leave out. */
export async function addProject(
  context: CommandContext,
  name: string | undefined,
  options: ProjectAddOptions,
): Promise<void> {
  const { io } = context;
  const notes: string[] = [];
  const tell = (texts: readonly string[]): void => {
    for (const text of texts) io.err(`Note: ${printable(text)}\n`);
  };
  const fields = await gatherFields(io, name, options, notes).catch((error: unknown) => {
    // They tell why a value of the paste is missing.
    if (options.json !== true) tell(notes);
    throw error;
  });
  const { name: _name, ...rest } = fields;
  const { notices } = judgeCredentials(rest);
  const { project, active } = await withCore(context, 'change', async ({ call }) => {
    const created = await call(
      'project.create',
      defined({
        fields: { ...(fields.name === '' ? rest : fields), ...defined({ slug: options.slug }) },
        activate: options.use,
      }),
    );
    const { item, snapshot } = valueOf(created);
    return { project: item, active: activeProject(snapshot) };
  });
  tell([...notes, ...notices.map(({ message }) => message)]);
  if (options.json === true) {
    io.out(toJson(projectJson(project, active?.id)));
    return;
  }
  io.out(`Added ${printable(project.name)} (${project.slug}), ${printable(project.url)}.\n`);
  io.out(activityInWords(context, project, active));
}

async function gatherFields(
  io: CommandIo,
  name: string | undefined,
  options: ProjectAddOptions,
  notes: string[],
): Promise<Record<Field, string>> {
  if (options.cloud === true) return fieldsFromCloud(io, name, options);
  const flags: Fields = withoutBlanks({ name, url: options.url, apiKey: options.apiKey });
  const secret = await readSecret(io, options);
  const environment = withoutBlanks({
    url: io.env['LIVEKIT_URL'],
    apiKey: io.env['LIVEKIT_API_KEY'],
    apiSecret: secret,
  });
  let fields: Fields = { ...environment, ...flags };
  const takesStdin = options.apiSecretStdin !== true && options.apiSecretFile !== '-';
  if (
    takesStdin &&
    io.stdin.isTTY !== true &&
    missingIn(fields).some((field) => field !== 'name')
  ) {
    fields = { ...fields, ...(await readPaste(io, notes)), ...flags };
  }
  const judged = judgeField(fields);
  if (judged !== undefined) throw judged;
  await withConversation(io, async (conversation) => {
    fields = await askForRest(conversation, fields);
  });
  return complete(fields);
}

async function fieldsFromCloud(
  io: CommandIo,
  name: string | undefined,
  { url, apiKey, apiSecretStdin, apiSecretFile }: ProjectAddOptions,
): Promise<Record<Field, string>> {
  for (const [other, value] of Object.entries({
    '--url': url,
    '--api-key': apiKey,
    '--api-secret-stdin': apiSecretStdin,
    '--api-secret-file': apiSecretFile,
  })) {
    if (value !== undefined) throw new UsageError('options_exclude', { option: '--cloud', other });
  }
  return complete({ ...fieldsOf(await signInWithLk(io)), ...withoutBlanks({ name }) });
}

/** `pbpaste | token-tray project add`: credentials of any shape on stdin. */
async function readPaste(io: CommandIo, notes: string[]): Promise<Fields> {
  const content = await readStdin(io, MAX_PASTE_BYTES);
  if (content.length === 0) return {};
  return understand(content, notes, io.env) ?? {};
}

/** The fields of the one project in a text, as far as it has them; `undefined` without a project. */
function understand(
  content: string | Uint8Array,
  notes: string[],
  environment: CommandIo['env'] = {},
): Fields | undefined {
  const found = readCredentials([{ name: 'the paste', content }], { environment });
  notes.push(...found.notes.map(({ message }) => message));
  const [project, another] = found.projects;
  if (project === undefined) return undefined;
  if (another !== undefined) {
    throw new UsageError('invalid_input', {
      detail: `That has ${found.projects.length} projects. Use "token-tray project import -" to import them all.`,
    });
  }
  return fieldsOf(project);
}

function fieldsOf({ name, url, apiKey, apiSecret }: FoundProject): Fields {
  return withoutBlanks({
    name,
    url: url?.value,
    apiKey: apiKey?.value,
    apiSecret: apiSecret?.value,
  });
}

async function askForRest(conversation: Conversation, given: Fields): Promise<Fields> {
  let fields = given;
  for (const { field, label } of QUESTIONS) {
    if (fields[field] !== undefined) continue;
    const answer = await conversation.ask({
      label,
      secret: field === 'apiSecret',
      judge: (text) => problemOf(field, text, fields),
      paste: (text) => {
        const pasted = understandOrLines(text, fields);
        if (typeof pasted === 'string') return pasted;
        conversation.say(`Understood: ${understoodInWords(pasted)}.`);
        // What was given before the paste wins.
        fields = { ...pasted, ...fields };
        return undefined;
      },
    });
    if (answer !== undefined) fields = takeAnswer(conversation, field, answer, fields);
    else return askForRest(conversation, fields);
  }
  return fields;
}

/** An answer may hold more than was asked for: a whole line of JSON, or `export LIVEKIT_URL=…`. */
function takeAnswer(
  conversation: Conversation,
  field: Field,
  answer: string,
  fields: Fields,
): Fields {
  const understood = field === 'name' ? undefined : wholeProject(answer);
  if (understood === undefined) return { ...fields, [field]: answer.trim() };
  conversation.say(`Understood: ${understoodInWords(understood)}.`);
  return { ...understood, ...fields };
}

function wholeProject(text: string): Fields | undefined {
  const found = understand(text, []);
  return found !== undefined && missingIn(found).every((field) => field === 'name')
    ? found
    : undefined;
}

/** A paste of several lines: credentials of any shape, or else one answer a line. */
function understandOrLines(text: string, fields: Fields): Fields | string {
  const understood = understand(text, []);
  if (understood !== undefined) return understood;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const open = QUESTIONS.filter(({ field }) => fields[field] === undefined);
  const answers = lines.map((line, index) => ({ field: open[index]?.field, line }));
  const fit = answers.every(
    ({ field, line }) => field !== undefined && problemOf(field, line, {}) === undefined,
  );
  if (fit && lines.length > 1) {
    return Object.fromEntries(answers.map(({ field, line }) => [field ?? '', line]));
  }
  return `Those ${lines.length} lines hold no LiveKit URL, key and secret. Paste one value, or a file such as .env.`;
}

function understoodInWords(fields: Fields): string {
  return QUESTIONS.flatMap(({ field, label }) => {
    const value = fields[field];
    if (value === undefined || field === 'name') return [];
    return [`${label} ${field === 'apiSecret' ? '(hidden)' : value}`];
  }).join(', ');
}

/** Why an answer is refused, given the answers before it. */
function problemOf(field: Field, text: string, others: Fields): string | undefined {
  if (field === 'name') {
    return text.trim().length > 80 ? 'Use at most 80 characters.' : undefined;
  }
  if (wholeProject(text) !== undefined) return undefined;
  const { name: _name, ...known } = others;
  const alone = judgeCredentials({ [field]: text }).problem;
  return (alone ?? judgeCredentials({ ...known, [field]: text }).problem)?.message;
}

/** The first problem of what was given before any question. */
function judgeField({ name: _name, ...given }: Fields): UsageError | undefined {
  const { problem } = judgeCredentials(given);
  return problem === undefined ? undefined : new UsageError(problem.code, problem.details);
}

function missingIn(fields: Fields): Field[] {
  return QUESTIONS.map(({ field }) => field).filter((field) => fields[field] === undefined);
}

function complete(fields: Fields): Record<Field, string> {
  const { name = '', url, apiKey, apiSecret } = fields;
  if (url !== undefined && apiKey !== undefined && apiSecret !== undefined) {
    return { name, url, apiKey, apiSecret };
  }
  const missing = missingIn(fields).find((field) => field !== 'name');
  throw new UsageError('option_missing', {
    option: QUESTIONS.find(({ field }) => field === missing)?.option ?? '',
    remedy:
      missing === 'apiSecret'
        ? 'Use --api-secret-stdin, --api-secret-file or LIVEKIT_API_SECRET, or pipe everything to standard input.'
        : 'Give it, or pipe credentials in any format to standard input.',
  });
}

function withoutBlanks(fields: Partial<Record<Field, string | undefined>>): Fields {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value.trim() !== '',
  );
  return Object.fromEntries(kept);
}
