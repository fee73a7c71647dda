/** What each system's clipboard managers look for to leave an entry alone. */
const MARKS: Partial<Record<NodeJS.Platform, readonly [format: string, value: string]>> = {
  darwin: ['org.nspasteboard.ConcealedType', ''],
  linux: ['x-kde-passwordManagerHint', 'secret'],
  win32: ['ExcludeClipboardContentFromMonitorProcessing', '1'],
};

/** A secret as the clipboard takes it: its text, and the system's mark that it is one. By MIME type. */
export function concealedText(secret: string, platform: NodeJS.Platform): Record<string, string> {
  const mark = MARKS[platform];
  if (mark === undefined) return { 'text/plain': secret };
  const [format, value] = mark;
  return { 'text/plain': secret, [`electron application/osclipboard;format="${format}"`]: value };
}
