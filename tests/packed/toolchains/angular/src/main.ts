import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'metadefender-wasm/element';
import 'metadefender-wasm/element/de';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<metadefender-upload base-url="/scan" (metadefender-verdict)="tell($event)"></metadefender-upload>`,
})
class App {
  tell(event: Event) { console.log((event as CustomEvent).detail.scan.verdict); }
}
bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
