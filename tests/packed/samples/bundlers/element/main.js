import 'metadefender-wasm/element';
import 'metadefender-wasm/element/de';
