import type { Handlers } from '../dispatch.ts';
import type { HandlerContext } from './handler-context.ts';

export function drillHandlers({
  change,
}: HandlerContext): Pick<Handlers, 'drill.arm' | 'drill.off'> {
  return {
    async 'drill.arm'(order) {
      const { snapshot } = await change(() => ({ drill: order }));
      return { snapshot };
    },
    async 'drill.off'() {
      const { snapshot } = await change(() => ({ drill: 'off' }));
      return { snapshot };
    },
  };
}
