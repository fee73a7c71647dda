import { randomUUID } from 'node:crypto';
import type { IssuedToken } from '../../contract/activity.ts';
import type { CallParsed } from '../../contract/calls.ts';
import type { DoctorProgress } from '../../contract/doctor-report.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';
import type { Patient } from '../doctor/create-doctor.ts';

export function doctorHandlers(
  context: HandlerContext,
  onProgress: (progress: DoctorProgress) => void,
): HandlersOf<'doctor'> {
  const { state, doctor, activity, shelf } = context;

  const patientOf = (input: CallParsed<'doctor.run'>): Patient => {
    const { token, tokenId, requestId, projectId } = input;
    const chosen = projectId === undefined ? {} : { projectId };
    if (token !== undefined) {
      const own = shelf.list().find((issued) => issued.token === token.trim());
      return { kind: 'token', token, ...chosen, ...drillOf(own) };
    }
    if (tokenId !== undefined) {
      const issued = shelf.get(tokenId);
      if (issued === undefined) throw new TokenTrayError('unknown_item', { kind: 'token' });
      const line = activity.list().find((entry) => entry.tokenId === tokenId);
      const hasJoined = line?.join?.state === 'joined';
      const { token: text, projectId: own } = issued;
      return { kind: 'token', token: text, projectId: own, hasJoined, ...drillOf(issued) };
    }
    if (requestId !== undefined) {
      const entry = activity.get(requestId);
      if (entry === undefined) throw new TokenTrayError('unknown_item', { kind: 'request' });
      const issued = entry.tokenId === undefined ? undefined : shelf.get(entry.tokenId);
      return { kind: 'request', entry, token: issued?.token };
    }
    const project = projectId === undefined ? state.activeProject() : state.projectById(projectId);
    if (project === undefined) throw new TokenTrayError('no_project');
    return { kind: 'project', project };
  };

  return {
    'doctor.run': (input) => {
      const { runId = randomUUID() } = input;
      return doctor.examine(patientOf(input), (check) => {
        onProgress({ runId, check });
      });
    },
  };
}

function drillOf(issued: IssuedToken | undefined): Pick<IssuedToken, 'drill'> {
  return issued?.drill === undefined ? {} : { drill: issued.drill };
}
