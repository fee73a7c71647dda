import { createHash } from 'node:crypto';
import type { ProjectsOffer } from '../../contract/credential-import.ts';
import { defined } from '../../contract/json.ts';
import type { Project } from '../../contract/project.ts';
import type { Settings } from '../../contract/settings.ts';
import type { FoundCredentials } from '../credentials/found.ts';
import { readLazily } from '../credentials/readings.ts';
import type { Lk } from '../ports.ts';
import type { State } from '../state/state.ts';

/** The oldest are forgotten first. */
const MAX_DECLINED = 200;

/** The projects in lk's file, without their secrets, kept current after the first look. */
export interface LkProjects {
  /** Reads the file, and watches it from then on. */
  look(): Promise<void>;
  /** What is in the file and neither here nor declined. */
  offer(): ProjectsOffer | undefined;
  /** `settings` with this project declined if it is in lk's file, since a removed project is not wanted. */
  withoutOffer(settings: Settings, project: Project): Settings;
  close(): void;
}

interface LkProjectsDeps {
  state: State;
  lk: Lk;
  /** Called when the file's projects have changed. */
  onChange(): void;
}

export function createLkProjects({ state, lk, onChange }: LkProjectsDeps): LkProjects {
  let offered: ProjectsOffer | undefined;
  let stopWatching: (() => void) | undefined;
  let isClosed = false;

  const read = async (): Promise<void> => {
    const before = JSON.stringify(offered);
    const found = await readLkFile(lk);
    offered = found && {
      sourceId: found.sourceId,
      path: found.path,
      projects: wholeProjects(found.credentials),
      ...defined({ warnings: found.warnings }),
    };
    if (!isClosed && JSON.stringify(offered) !== before) onChange();
  };

  return {
    async look() {
      stopWatching ??= isClosed
        ? undefined
        : lk.watch(() => {
            void read();
          });
      await read();
    },
    offer() {
      if (offered === undefined) return undefined;
      const unwanted = new Set([
        ...(state.settings.app.declinedOffers ?? []),
        ...state.projects.map(offerId),
      ]);
      const projects = offered.projects.filter(({ id }) => !unwanted.has(id));
      return projects.length === 0 ? undefined : { ...offered, projects };
    },
    withoutOffer(settings, project) {
      const id = offerId(project);
      const isThere = offered?.projects.some((item) => item.id === id) === true;
      return isThere ? withDeclined(settings, [id]) : settings;
    },
    close() {
      isClosed = true;
      stopWatching?.();
    },
  };
}

interface LkFile {
  sourceId: string;
  path: string;
  credentials: FoundCredentials;
  warnings: readonly string[] | undefined;
}

/** Never throws: a file that cannot be read offers nothing. */
export async function readLkFile(lk: Pick<Lk, 'read'>): Promise<LkFile | undefined> {
  const place = await lk.read().catch(() => undefined);
  if (place === undefined) return undefined;
  const { id: sourceId, path, warnings } = place;
  return { sourceId, path, warnings, credentials: await readLazily(place.files) };
}

function wholeProjects({ projects }: FoundCredentials): ProjectsOffer['projects'] {
  return projects.flatMap(({ name, url, apiKey, missing }) =>
    url === undefined || apiKey === undefined || missing.length > 0
      ? []
      : [
          {
            id: offerId({ url: url.value, apiKey: apiKey.value }),
            name,
            url: url.value,
            apiKey: apiKey.value,
          },
        ],
  );
}

/** The same for the same URL and API key. */
function offerId({ url, apiKey }: Pick<Project, 'url' | 'apiKey'>): string {
  return createHash('sha256').update(`${url}\0${apiKey}`).digest('base64url').slice(0, 22);
}

/** The indexes of an offer's projects in a reading. */
export function offeredIndexes(
  { projects }: FoundCredentials,
  offered: readonly string[],
): number[] {
  return projects.flatMap(({ url, apiKey }, index) =>
    url !== undefined &&
    apiKey !== undefined &&
    offered.includes(offerId({ url: url.value, apiKey: apiKey.value }))
      ? [index]
      : [],
  );
}

/** The settings with these ids among the declined ones. */
export function withDeclined(settings: Settings, ids: readonly string[]): Settings {
  const declined = new Set([...(settings.app.declinedOffers ?? []), ...ids]);
  const declinedOffers = [...declined].slice(-MAX_DECLINED);
  return { ...settings, app: { ...settings.app, declinedOffers } };
}
