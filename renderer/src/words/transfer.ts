export const words = {
  export: 'Export',
  plain: 'Export without secrets',
  secrets: 'Export with secrets',
  hint: 'Projects, presets, defaults and settings, as one JSON file.',
  askTitle: 'Export with secrets?',
  askText:
    'A file with every API secret in plain text is written into the data folder, readable by you alone. Delete it when it has done its work.',
  askConfirm: 'Write the file',
  written: 'Written, with secrets:',
  path: 'Path of the export',
  import: 'Import a file',
  importHint:
    'An export of Token Tray. What is there already is brought up to date, nothing is deleted.',
} as const;
