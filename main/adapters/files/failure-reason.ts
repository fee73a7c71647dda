const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota of this user is used up.',
  EFBIG: 'The file would be larger than the system allows.',
  EROFS: 'The disk is read-only.',
  EACCES: 'This user has no permission for it.',
  EPERM: 'This user has no permission for it.',
  EIO: 'The disk reports an error.',
  EBUSY: 'Another program holds the file open.',
  EMFILE: 'Too many files are open.',
  ENFILE: 'Too many files are open.',
  ENOENT: 'The folder is gone.',
  ENOTDIR: 'A part of the path is a file.',
  ELOOP: 'The path is a link to itself.',
  ENAMETOOLONG: 'The path is too long.',
};

/** The system's code of a failed file operation, such as `ENOSPC`; `''` if the error has none. */
export function failureCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Why a file operation failed, as a sentence. It never repeats the error's own text, which may quote content. */
export function failureReason(error: unknown): string {
  const code = failureCode(error);
  return (
    REASONS[code] ?? (code === '' ? 'The system does not say why.' : `The system says ${code}.`)
  );
}
