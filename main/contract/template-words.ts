/** The words a template may hold in braces, with what each becomes. The window shows this list beside the field. */
export const TEMPLATE_WORDS = {
  words: 'two random words, such as brave-otter',
  random: 'six random letters and digits',
  counter: 'how many tokens this project has had since the start',
  date: 'the date, such as 2026-11-24',
  time: 'the time, such as 104207',
  user: 'your login name on this machine',
  platform: 'the platform of the caller, such as ios, android or web',
  project: 'the slug of the project',
  preset: 'the slug of the preset',
} as const;

export type TemplateWord = keyof typeof TEMPLATE_WORDS;
