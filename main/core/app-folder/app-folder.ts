/** The folder of a person's app. Both throw TokenTrayError; a write that throws has changed nothing. */
export interface AppFolder {
  /** The text of a file; `undefined` where there is none. */
  read(folder: string, name: string): string | undefined;
  write(folder: string, name: string, text: string): void;
}
