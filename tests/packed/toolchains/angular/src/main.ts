import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'metadefender-wasm/element';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<metadefender-upload [attr.base-url]="gateway"></metadefender-upload>`,
})
class App {
  gateway = new URLSearchParams(location.search).get('gateway');
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
