/** The state of the installation changed, or was looked at again. */
export const healthTopic = { name: 'installationHealth', id: () => 'all' };
