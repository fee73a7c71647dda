/**
 * What lets machines of the network through this machine's firewall to a LiveKit server: its signaling port, and 7881
 * and 7882, where it takes media by default.
 *
 * @param platform as `process.platform` names it
 */
export function firewallCommand(platform: string, port: number): string {
  if (platform === 'win32') {
    return `New-NetFirewallRule -DisplayName LiveKit -Direction Inbound -Action Allow -Protocol TCP -LocalPort ${port},7881; New-NetFirewallRule -DisplayName "LiveKit media" -Direction Inbound -Action Allow -Protocol UDP -LocalPort 7882,50000-60000`;
  }
  if (platform === 'darwin') {
    const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
    return `sudo ${tool} --add "$(which livekit-server)" && sudo ${tool} --unblockapp "$(which livekit-server)"`;
  }
  return `sudo ufw allow ${port},7881/tcp && sudo ufw allow 7882,50000:60000/udp`;
}
