"""Addresses below /api/."""

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from webui.api import dataset_files, datasets, health, kits, locate, models, publishing, runs, sounds

urlpatterns: list[URLPattern] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="webui/api_docs.html"),
        name="docs",
    ),
    path("models/", models.ModelListView.as_view(), name="models"),
    path("models/<str:name>/", models.ModelView.as_view(), name="model"),
    path("models/<str:name>/map/", models.MapView.as_view(), name="map"),
    path("models/<str:name>/rollback/", models.RollbackView.as_view(), name="rollback"),
    path("models/<str:name>/retire/", models.RetireView.as_view(), name="retire"),
    path("models/<str:name>/locate/", locate.LocateView.as_view(), name="locate"),
    path("models/<str:name>/kit/", kits.KitView.as_view(), name="kit"),
    path("models/<str:name>/<str:version>/sound.wav", sounds.SoundView.as_view(), name="sound"),
    path("models/<str:name>/<str:version>/player.tflite", sounds.PlayerView.as_view(), name="player"),
    path("models/<str:name>/<str:version>/encoder.tflite", sounds.EncoderView.as_view(), name="encoder"),
    path("models/<str:name>/<str:version>/pitch/", sounds.PitchView.as_view(), name="pitch"),
    path("datasets/", datasets.DatasetListView.as_view(), name="datasets"),
    path("datasets/<int:pk>/", datasets.DatasetView.as_view(), name="dataset"),
    path("datasets/<int:pk>/files/", dataset_files.DatasetFilesView.as_view(), name="dataset-files"),
    path(
        "datasets/<int:pk>/files/<int:index>/before.wav",
        dataset_files.OriginalSoundView.as_view(),
        name="dataset-original",
    ),
    path(
        "datasets/<int:pk>/files/<int:index>/after.wav",
        dataset_files.PreparedSoundView.as_view(),
        name="dataset-prepared",
    ),
    path("datasets/<int:pk>/survey/", dataset_files.DatasetSurveyView.as_view(), name="dataset-survey"),
    path("datasets/<int:pk>/versions/", dataset_files.DatasetVersionsView.as_view(), name="dataset-versions"),
    path("health/", health.HealthView.as_view(), name="health"),
    path("audit/", health.AuditView.as_view(), name="audit"),
    path("runs/", runs.RunListView.as_view(), name="runs"),
    path("runs/estimate/", runs.RunEstimateView.as_view(), name="run-estimate"),
    path("runs/<int:pk>/", runs.RunView.as_view(), name="run"),
    path("runs/<int:pk>/log/", runs.RunLogView.as_view(), name="run-log"),
    path("runs/<int:pk>/previews/", runs.RunPreviewsView.as_view(), name="run-previews"),
    path(
        "runs/<int:pk>/previews/<int:step>/<int:position>.wav",
        runs.RunPreviewSoundView.as_view(),
        name="run-preview-sound",
    ),
    path("runs/<int:pk>/cancel/", runs.RunCancelView.as_view(), name="run-cancel"),
    path("runs/<int:pk>/resume/", runs.RunResumeView.as_view(), name="run-resume"),
    path("runs/<int:pk>/report/", publishing.RunReportView.as_view(), name="run-report"),
    path("runs/<int:pk>/publish/", publishing.RunPublishView.as_view(), name="run-publish"),
]
