import { expect, test } from 'vitest';
import { firewallCommand } from '../../../main/core/doctor/firewall-command.ts';

test.each([
  ['linux', 'sudo ufw allow 7880,7881/tcp'],
  ['win32', '-Protocol TCP -LocalPort 7880,7881'],
  ['darwin', 'socketfilterfw --unblockapp'],
])('the command for the firewall of %s has the ports or the program', (platform, part) => {
  expect(firewallCommand(platform, 7880)).toContain(part);
});
