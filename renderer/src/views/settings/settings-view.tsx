import type { VNode } from 'preact';
import { AboutSection, DiagnosticsSection } from './about-section.tsx';
import { AccessSection } from './access-section.tsx';
import { AppSection, ThemeSection } from './app-section.tsx';
import { DataSection } from './data-section.tsx';
import { LanSection } from './lan-section.tsx';
import { PortSection } from './port-section.tsx';
import './settings.css';

/** Settings for the token server, the app and its data. All but the port take effect at once. */
export function SettingsView(): VNode {
  return (
    <div class="pane">
      <div class="stack-wide settings">
        <PortSection />
        <LanSection />
        <AccessSection />
        <ThemeSection />
        <AppSection />
        <DataSection />
        <DiagnosticsSection />
        <AboutSection />
      </div>
    </div>
  );
}
