import { knownProject, maskedReading } from '../credentials/readings.ts';
import type { Handlers } from '../dispatch.ts';
import type { HandlerContext } from './handler-context.ts';

type CredentialHandlers = Pick<Handlers, Extract<keyof Handlers, `credentials.${string}`>>;

export function credentialHandlers({ state, vault, readings }: HandlerContext): CredentialHandlers {
  return {
    async 'credentials.read'({ sources }) {
      // Loaded here, since its parsers would cost the first token its time.
      const { readCredentials } = await import('../credentials/read-credentials.ts');
      const found = readCredentials(
        sources.map((source) =>
          'text' in source
            ? { name: source.name, content: source.text }
            : { ...source, content: Buffer.from(source.bytes, 'base64') },
        ),
      );
      return maskedReading(readings.keep(found), found, (project) =>
        knownProject(project, state.projects, (item) => {
          const reading = vault.read(item);
          return reading.state === 'set' ? reading.secret : undefined;
        }),
      );
    },
  };
}
