from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal.ahead import decide_by
        from records.timeline import ahead_providers

        ahead_providers.append(decide_by)
