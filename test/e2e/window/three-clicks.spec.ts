import {
  startFakeLiveKitServer,
  type FakeLiveKitServer,
} from '../../fixtures/fake-livekit-server.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { expect, test } from '../../fixtures/window.ts';
import { createActivityPage } from '../../pages/activity-page.ts';

const SECRET = 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY';

interface Trouble {
  url(server: FakeLiveKitServer): string | Promise<string>;
  answer?: readonly [status: number, text: string];
}

const there = ({ url }: FakeLiveKitServer): string => url;

/** The line of the tray opens the activity (its command is in the unit test of the menu); a line; the doctor. */
const CAUSES: Readonly<Record<string, Trouble>> = {
  connection_refused: { url: async () => `ws://127.0.0.1:${await freePort()}` },
  unknown_host: { url: () => 'wss://nowhere.invalid' },
  tls_expected_plain_found: { url: ({ url }) => url.replace('ws:', 'wss:') },
  url_has_path: { url: ({ url }) => `${url}/foo` },
  port_blocked: { url: () => 'ws://127.0.0.1:6000' },
  not_livekit: { url: there, answer: [200, '<!doctype html>Hello'] },
  bad_gateway: { url: there, answer: [502, '<html>Bad Gateway</html>'] },
  proxy_refused: { url: there, answer: [403, '<html>Forbidden</html>'] },
  server_at_limit: { url: there, answer: [503, 'node has exceeded its configured limit'] },
  unknown_api_key: { url: there },
};

for (const [code, { url, answer }] of Object.entries(CAUSES)) {
  test(`three clicks from the tray to the cause: ${code}`, async ({
    window: { page, frame, ask, call },
  }) => {
    const server = await startFakeLiveKitServer({
      intercept: (_request, response) => {
        if (answer === undefined) return false;
        response.writeHead(answer[0]).end(answer[1]);
        return true;
      },
    });
    try {
      const fields = {
        name: 'Kitchen',
        url: await url(server),
        apiKey: 'APIkitchen01',
        apiSecret: SECRET,
      };
      await call('project.create', { fields, activate: true });
      await ask('/token', { room_name: 'lobby' });

      await frame.open('Activity');
      await createActivityPage(page).open('lobby');
      await page.getByRole('button', { name: 'Why doesn’t it join?' }).first().click();
      await expect(page.getByRole('alert').filter({ hasText: code })).toBeVisible();
    } finally {
      await server.close();
    }
  });
}
