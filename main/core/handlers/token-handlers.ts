import type { Handlers } from '../dispatch.ts';
import type { HandlerContext } from './handler-context.ts';
import { requireWholeCharacters, underField } from '../change/rules.ts';
import { withChanges } from '../change/project-rules.ts';

type TokenHandlers = Pick<Handlers, Extract<keyof Handlers, `token.${string}`>>;

export function tokenHandlers({ state, issuer, shelf }: HandlerContext): TokenHandlers {
  return {
    'token.mint'(input) {
      requireWholeCharacters(input, '');
      return issuer.forPerson(input);
    },

    'token.preview'({ projectId, presetId, changes }) {
      const kept = state.projectById(projectId);
      const project =
        changes === undefined
          ? kept
          : underField('changes', () => withChanges(state, kept, changes));
      const preset = presetId === undefined ? state.presetOf(project) : state.presetById(presetId);
      return issuer.preview(project, preset);
    },

    'token.list': () => shelf.list(),

    'token.clear'() {
      shelf.clear();
      return null;
    },
  };
}
