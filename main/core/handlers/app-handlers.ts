import { TokenTrayError } from '../../contract/errors.ts';
import type { AdbSetup } from '../device-setup.ts';
import { envPlaceOf, withEnvLine } from '../app-folder/env-line.ts';
import type { Handlers } from '../dispatch.ts';
import type { HandlerContext } from './handler-context.ts';

const MANIFEST = 'package.json';

export function appHandlers(
  { ports }: HandlerContext,
  adb: AdbSetup,
): Pick<Handlers, 'app.writeUrl' | 'adb.list' | 'adb.setUp'> {
  return {
    'adb.list': () => adb.list(),
    'adb.setUp': ({ serial }) => adb.setUp(serial),

    async 'app.writeUrl'({ folder: given, url }) {
      const { appFolder } = ports;
      const { chooseFolder } = ports.host.actions;
      const folder = given ?? (await chooseFolder?.());
      if (appFolder === undefined || (folder === undefined && chooseFolder === undefined)) {
        throw new TokenTrayError('invalid_input', { detail: 'Enter the app’s folder.' }, 'folder');
      }
      if (folder === undefined) return null;
      const read = (name: string): string => appFolder.read(folder, name) ?? '';
      const local = read('.env.local');
      const place = envPlaceOf(read(MANIFEST), [read('.env.example'), local]);
      if (place === undefined) throw new TokenTrayError('app_folder_unknown', { folder }, 'folder');
      const before = place.file === '.env.local' ? local : read(place.file);
      const after = withEnvLine(before, place.name, url);
      if (after !== before) appFolder.write(folder, place.file, after);
      return { ...place, changed: after !== before };
    },
  };
}
