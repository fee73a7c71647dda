import { expect, test } from '../../fixtures/window.ts';
import { createActivityPage } from '../../pages/activity-page.ts';
import { createDefaultsPage } from '../../pages/defaults-page.ts';

test('an agent without a name is refused in the form, with what automatic dispatch means', async ({
  window: { page, frame, call },
}) => {
  const defaults = createDefaultsPage(page);
  await frame.open('Defaults');
  await page.getByRole('button', { name: 'Add agent' }).click();
  await expect(defaults.field('Agent name')).toHaveAccessibleDescription(
    /A worker without a name needs no entry.*\(automatic dispatch\)/,
  );
  await defaults.save.click();
  await expect(page.getByText('1 problem to fix')).toBeVisible();
  expect((await call('state.get')).projects[0]?.defaults.agents).toEqual([]);
  await defaults.field('Agent name').fill('greeter');
  await defaults.save.click();
  await expect(page.getByText('Not saved yet')).toBeHidden();
  expect((await call('state.get')).projects[0]?.defaults.agents).toEqual([
    { agentName: 'greeter' },
  ]);
});

test('a request that asks for an agent says why its server cannot be asked', async ({
  window: { page, frame, ask },
}) => {
  const agents = [{ agent_name: 'greeter' }];
  await ask('/token', { room_name: 'lobby', room_config: { agents } });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('lobby');
  const section = activity.detail.getByRole('region', { name: 'Agents' });
  await expect(section).toContainText('Nothing listens at localhost:7880.');
});
