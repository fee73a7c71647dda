import { type IssuedToken, warning, type Warning } from '../../contract/activity.ts';
import type { Preset } from '../../contract/preset.ts';
import { accessTokenClaims } from '../access-token.ts';
import { grantSubject, type GrantedSubject, type SubjectInput } from './subject.ts';

/** What sandbox_token 0.1.0, the ESP32's component, reads of an answer. Nothing else asks at that path with so little room. */
const LIMIT = 2_048;

/** A JWT's head, its dots and an HS256 signature, in base64url. */
const AROUND_CLAIMS = 36 + 2 + 43;

/** Grants a subject; without the default metadata and attributes where with them an ESP32 could not read the answer. */
export function grantForSandbox(
  input: SubjectInput,
  preset: Preset,
  rest: { serverUrl: string; nowSeconds: number },
): GrantedSubject {
  const whole = grantSubject(input);
  const { project } = input;
  const bytesOf = ({ subject }: GrantedSubject): number => {
    const { apiKey } = project;
    const claims = accessTokenClaims({ apiKey, ...preset, subject, nowSeconds: rest.nowSeconds });
    const token = AROUND_CLAIMS + Math.ceil((Buffer.byteLength(JSON.stringify(claims)) * 4) / 3);
    return answerBytes({ ...subject, ...rest, token: 'x'.repeat(token) });
  };
  if (bytesOf(whole) <= LIMIT) return whole;
  const defaults = { ...project.defaults, metadata: '', attributes: {} };
  const short = grantSubject({ ...input, project: { ...project, defaults } });
  return bytesOf(short) <= LIMIT ? { ...short, shortened: true } : whole;
}

export function sandboxWarnings(issued: IssuedToken, shortened: boolean): Warning[] {
  if (shortened) return [warning('answer_shortened')];
  const bytes = answerBytes(issued);
  return bytes > LIMIT ? [warning('answer_too_large', { bytes: String(bytes) })] : [];
}

function answerBytes({
  serverUrl,
  room,
  identity,
  name = '',
  token,
}: Pick<IssuedToken, 'serverUrl' | 'room' | 'identity' | 'name' | 'token'>): number {
  return Buffer.byteLength(
    JSON.stringify({
      serverUrl,
      roomName: room,
      participantName: name === '' ? identity : name,
      participantToken: token,
    }),
  );
}
