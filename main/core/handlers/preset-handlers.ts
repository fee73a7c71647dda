import { randomUUID } from 'node:crypto';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Preset } from '../../contract/preset.ts';
import type { ChangedItem, Snapshot } from '../../contract/snapshot.ts';
import {
  freeName,
  freeSlug,
  replaced,
  requireOneLineTexts,
  requireRevision,
  requireUnique,
  underField,
} from '../change/rules.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';

export function presetHandlers({ change }: HandlerContext): HandlersOf<'preset'> {
  const removed = new Map<string, Preset>();

  return {
    async 'preset.create'({ fields }) {
      const id = randomUUID();
      const { snapshot } = await change(({ settings }) => {
        underField('fields', () => {
          requireUnique('preset', settings.presets, fields);
          requireOneLineTexts(fields.grants, 'grants');
        });
        const preset = { id, revision: 1, ...fields };
        return { settings: { ...settings, presets: [...settings.presets, preset] } };
      });
      return changed(snapshot, id);
    },

    async 'preset.update'({ id, revision, fields }) {
      const { snapshot } = await change((state) => {
        const { settings } = state;
        requireRevision('preset', state.presetById(id).revision, revision);
        underField('fields', () => {
          requireUnique('preset', settings.presets, { id, ...fields });
          requireOneLineTexts(fields.grants, 'grants');
        });
        const preset = { id, revision: revision + 1, ...fields };
        return { settings: { ...settings, presets: replaced(settings.presets, preset) } };
      });
      return changed(snapshot, id);
    },

    async 'preset.remove'({ id }) {
      let preset: Preset | undefined;
      const { snapshot } = await change((state) => {
        const { settings, projects } = state;
        preset = state.presetById(id);
        if (settings.presets.length === 1) throw new TokenTrayError('last_preset');
        const users = projects.filter(({ presetId }) => presetId === id);
        if (users.length > 0) {
          throw new TokenTrayError('preset_in_use', {
            preset: preset.name,
            projects: users.map(({ name }) => `"${name}"`).join(', '),
          });
        }
        const presets = settings.presets.filter((item) => item.id !== id);
        return { settings: { ...settings, presets } };
      });
      if (preset !== undefined) removed.set(id, preset);
      return { snapshot };
    },

    async 'preset.restore'({ id }) {
      const { snapshot } = await change(({ settings }) => {
        const preset = removed.get(id);
        if (preset === undefined) throw new TokenTrayError('unknown_item', { kind: 'preset' });
        const { presets } = settings;
        const name = freeName(presets, preset.name);
        const slug = freeSlug(presets, preset.slug);
        return { settings: { ...settings, presets: [...presets, { ...preset, name, slug }] } };
      });
      removed.delete(id);
      return changed(snapshot, id);
    },
  };
}

function changed(snapshot: Snapshot, id: string): ChangedItem<Preset> {
  const item = snapshot.presets.find((preset) => preset.id === id);
  if (item === undefined) throw new TokenTrayError('unknown_item', { kind: 'preset' });
  return { snapshot, item };
}
