export default {
  stories: ['../stories/*.stories.js'],
  framework: '@storybook/web-components-vite',
  core: { disableTelemetry: true },
};
