/** A device or emulator that adb sees. */
export interface AdbDevice {
  serial: string;
  /** Such as `Pixel 9`; the serial where adb does not say. */
  name: string;
  /** `ready`, or what keeps it from being used, in adb's word: `unauthorized`, `offline`. */
  state: string;
  /** Whether every port that an app needs is forwarded to this machine. */
  isSet: boolean;
  /** What sets it up, as typed by hand. */
  commands: string[];
}

/** What adb sees. `found`: whether there is one on this machine. */
export interface AdbReading {
  found: boolean;
  devices: AdbDevice[];
}
