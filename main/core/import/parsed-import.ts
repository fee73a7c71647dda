import type { FoundSource } from '../../contract/import-report.ts';

/** A project as another tool's file has it, with its secret. The URL starts with ws:// or wss://. */
export interface ParsedProject {
  name: string;
  url: string;
  apiKey: string;
  apiSecret: string;
  /** Whether the file names it as the one to use. */
  isDefault: boolean;
}

/** What was read from one file. Nothing is skipped without a reason; no reason or warning repeats a secret. */
export interface ParsedImport {
  kind: FoundSource['kind'];
  projects: ParsedProject[];
  skipped: { name: string; reason: string }[];
  warnings: string[];
}
