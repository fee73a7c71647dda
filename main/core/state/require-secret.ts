import { TokenTrayError } from '../../contract/errors.ts';
import type { Project } from '../../contract/project.ts';
import type { Vault } from './vault.ts';

/** The secret of `project`; throws the code that says why there is none to be had now. */
export function requireSecret(vault: Vault, project: Project): string {
  const reading = vault.read(project);
  switch (reading.state) {
    case 'set':
      return reading.secret;
    case 'missing':
      throw new TokenTrayError('secret_missing', { project: project.name, what: 'API secret' });
    case 'waiting':
      throw new TokenTrayError('secret_waiting', { project: project.name });
    case 'locked':
      throw new TokenTrayError('secret_locked', { project: project.name });
    case 'unreadable':
      throw new TokenTrayError('secret_unreadable', { project: project.name });
  }
}
