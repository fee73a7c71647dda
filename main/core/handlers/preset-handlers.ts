import { randomUUID } from 'node:crypto';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Handlers } from '../dispatch.ts';
import type { HandlerContext } from './handler-context.ts';
import { freeName, freeSlug, requireRevision, requireUnique, underField } from '../change/rules.ts';

type PresetHandlers = Pick<Handlers, Extract<keyof Handlers, `preset.${string}`>>;

export function presetHandlers({ state }: HandlerContext): PresetHandlers {
  const removed = new Map<string, Preset>();

  const add = (preset: Preset): Preset => {
    state.commit((settings) => ({ ...settings, presets: [...settings.presets, preset] }));
    return preset;
  };

  return {
    'preset.create'({ fields }) {
      underField('fields', () => {
        requireUnique('preset', state.settings.presets, fields);
      });
      return add({ id: randomUUID(), revision: 1, ...fields });
    },

    'preset.update'({ id, revision, fields }) {
      const preset = state.presetById(id);
      requireRevision('preset', preset.revision, revision);
      underField('fields', () => {
        requireUnique('preset', state.settings.presets, { id, ...fields });
      });
      const changed = { id, revision: revision + 1, ...fields };
      state.commit((settings) => ({
        ...settings,
        presets: settings.presets.map((item) => (item.id === id ? changed : item)),
      }));
      return changed;
    },

    'preset.remove'({ id }) {
      const preset = state.presetById(id);
      if (state.settings.presets.length === 1) throw new TokenTrayError('last_preset');
      const users = state.projects.filter(({ presetId }) => presetId === id);
      if (users.length > 0) {
        const projects = users.map(({ name }) => `"${name}"`).join(', ');
        throw new TokenTrayError('preset_in_use', { preset: preset.name, projects });
      }
      state.commit((settings) => ({
        ...settings,
        presets: settings.presets.filter((item) => item.id !== id),
      }));
      removed.set(id, preset);
      return null;
    },

    'preset.restore'({ id }) {
      const preset = removed.get(id);
      if (preset === undefined) throw new TokenTrayError('unknown_item', { kind: 'preset' });
      const { presets } = state.settings;
      const restored = add({
        ...preset,
        name: freeName(presets, preset.name),
        slug: freeSlug(presets, preset.slug),
      });
      removed.delete(id);
      return restored;
    },
  };
}
