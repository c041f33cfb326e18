"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path, register_converter

from events import (
    agreement_views,
    assisted_views,
    attendance_views,
    certificate_views,
    cooperation_views,
    delegation_views,
    exhibit_views,
    invitation_views,
    market_views,
    outcome_views,
    outlet_views,
    own_sales_views,
    part_views,
    partner_views,
    promise_views,
    sale_views,
    seat_views,
    stall_views,
    views,
    visit_views,
    workbench,
)
from events.models import Event


class EventPath:
    """The first part of an event's address: pelatihan, pameran, kunjungan or pertemuan."""

    regex = "|".join(Event.PATHS.values())

    def to_python(self, value: str) -> str:
        """The word as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The word as it is."""
        return value


class CheckCode:
    """The check code of a certificate of attendance, in any usual writing."""

    regex = r"(?i:pst)-[^/]{1,40}"

    def to_python(self, value: str) -> str:
        """The code in capitals."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """The code as it is."""
        return value


register_converter(EventPath, "event_path")
register_converter(CheckCode, "check_code")

app_name = "events"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda.ics", views.agenda_file, name="agenda_file"),
    path("kerja-sama/", cooperation_views.cooperation, name="cooperation"),
    path("kerja-sama/kunjungan/", delegation_views.request_visit, name="request_visit"),
    path(
        "kerja-sama/kunjungan/<slug:code>/",
        delegation_views.visit_request_status,
        name="visit_request_status",
    ),
    path(
        "kerja-sama/kunjungan/<slug:code>/setuju/",
        delegation_views.accept_proposed_visit,
        name="accept_proposed_visit",
    ),
    path(
        "kerja-sama/kunjungan/<slug:code>/tarik/",
        delegation_views.withdraw_visit_request,
        name="withdraw_visit_request",
    ),
    path("pameran/rotasi/", stall_views.rotation_ledger, name="rotation_ledger"),
    path("pameran/<slug:slug>/stan/", stall_views.stall_list, name="stall_list"),
    path("pameran/<slug:slug>/stan/ajukan/", stall_views.apply_for_stall, name="apply_for_stall"),
    path("<event_path:path>/<slug:slug>/", views.event_detail, name="event_detail"),
    path("<event_path:path>/<slug:slug>/acara.ics", views.event_file, name="event_file"),
    path(
        "<event_path:path>/<slug:slug>/bahan/<int:pk>/",
        views.event_document,
        name="event_document",
    ),
    path("<event_path:path>/<slug:slug>/daftar/", seat_views.register_business, name="register"),
    path(
        "<event_path:path>/<slug:slug>/daftar/kebutuhan/",
        seat_views.register_needs,
        name="register_needs",
    ),
    path(
        "<event_path:path>/<slug:slug>/daftar/periksa/",
        seat_views.register_check,
        name="register_check",
    ),
    path("saya/pelatihan/", seat_views.own_registration_list, name="own_registration_list"),
    path("saya/pelatihan/<slug:code>/", seat_views.own_registration, name="own_registration"),
    path(
        "saya/pelatihan/<slug:code>/batal/",
        seat_views.cancel_own_registration,
        name="cancel_own_registration",
    ),
    path("saya/pelatihan/<slug:code>/ikut/", seat_views.accept_own_offer, name="accept_own_offer"),
    path(
        "saya/pelatihan/<slug:code>/tidak/", seat_views.decline_own_offer, name="decline_own_offer"
    ),
    path(
        "saya/pelatihan/<slug:code>/bahan/<int:pk>/", seat_views.own_document, name="own_document"
    ),
    path("saya/penjualan/", own_sales_views.own_sales, name="own_sales"),
    path("saya/stan/<int:pk>/tarik/", stall_views.withdraw_stall, name="withdraw_stall"),
    path("kerja/acara/", workbench.event_list, name="event_list"),
    path("kerja/acara/baru/", workbench.event_create, name="event_create"),
    path("kerja/acara/terbuka/", assisted_views.open_event_list, name="open_event_list"),
    path("kerja/acara/<int:pk>/", workbench.participant_list, name="participant_list"),
    path("kerja/acara/<int:pk>/ubah/", workbench.event_update, name="event_update"),
    path("kerja/acara/<int:pk>/tayangkan/", workbench.publish_event, name="publish_event"),
    path("kerja/acara/<int:pk>/batalkan/", workbench.call_off_event, name="call_off_event"),
    path("kerja/acara/<int:pk>/cetak/", workbench.print_participants, name="print_participants"),
    path("kerja/acara/<int:pk>/tambah/", assisted_views.register_other, name="register_other"),
    path("kerja/acara/<int:pk>/sesi/", part_views.session_create, name="session_create"),
    path("kerja/acara/<int:pk>/bahan/", part_views.document_create, name="document_create"),
    path(
        "kerja/acara/<int:pk>/undangan/", invitation_views.invitation_desk, name="invitation_desk"
    ),
    path(
        "kerja/acara/tanpa-sinyal.js",
        attendance_views.attendance_worker,
        name="attendance_worker",
    ),
    path(
        "kerja/acara/<int:pk>/presensi/", attendance_views.attendance_desk, name="attendance_desk"
    ),
    path(
        "kerja/acara/<int:pk>/presensi/<int:session>/",
        attendance_views.attendance_desk,
        name="session_desk",
    ),
    path("kerja/acara/hasil/", outcome_views.outcome_year, name="outcome_year"),
    path("kerja/acara/hasil.xlsx", outcome_views.outcome_workbook, name="outcome_workbook"),
    path("kerja/acara/kabar/", outcome_views.outcome_report_list, name="outcome_report_list"),
    path("kerja/acara/<int:pk>/hasil/", outcome_views.event_outcome, name="event_outcome"),
    path("kerja/acara/<int:pk>/nilai/", outcome_views.score_table, name="score_table"),
    path(
        "kerja/kabar/<slug:code>/<int:month>/", outcome_views.outcome_report, name="outcome_report"
    ),
    path("saya/pelatihan/<slug:code>/pendapat/", outcome_views.own_opinion, name="own_opinion"),
    path(
        "kerja/acara/<int:pk>/sertifikat/",
        certificate_views.issue_event_certificates,
        name="issue_event_certificates",
    ),
    path("kerja/acara/<int:pk>/janji/", promise_views.follow_up_create, name="follow_up_create"),
    path("kerja/acara/<int:pk>/kunjungan/", visit_views.visit_record, name="visit_record"),
    path("kerja/acara/<int:pk>/kunjungan/hasil/", visit_views.visit_goals, name="visit_goals"),
    path("kerja/acara/<int:pk>/kunjungan/pihak/", visit_views.party_create, name="party_create"),
    path("kerja/acara/<int:pk>/foto/", part_views.event_photo_create, name="event_photo_create"),
    path("kerja/pihak/<int:pk>/hapus/", visit_views.party_remove, name="party_remove"),
    path(
        "kerja/foto-acara/<int:pk>/hapus/", part_views.event_photo_remove, name="event_photo_remove"
    ),
    path("kerja/acara/<int:pk>/stan/", stall_views.stall_desk, name="stall_desk"),
    path("kerja/acara/<int:pk>/stan/panggilan/", stall_views.stall_call, name="stall_call"),
    path("kerja/acara/<int:pk>/stan/tambah/", stall_views.add_stall, name="add_stall"),
    path("kerja/acara/<int:pk>/stan/hitung/", stall_views.compute_stalls, name="compute_stalls"),
    path("kerja/acara/<int:pk>/stan/umumkan/", stall_views.publish_stalls, name="publish_stalls"),
    path("kerja/acara/<int:pk>/stan/nomor/", stall_views.stand_numbers, name="stand_numbers"),
    path("kerja/stan/<int:pk>/pindah/", stall_views.move_stall, name="move_stall"),
    path("kerja/stan/<int:pk>/menepati/", stall_views.note_promise, name="note_promise"),
    path("kerja/sesi/<int:pk>/", part_views.session_update, name="session_update"),
    path("kerja/sesi/<int:pk>/hapus/", part_views.session_remove, name="session_remove"),
    path("kerja/bahan/<int:pk>/", part_views.document_file, name="document_file"),
    path("kerja/bahan/<int:pk>/hapus/", part_views.document_remove, name="document_remove"),
    path("kerja/acara/<int:pk>/pameran/", exhibit_views.exhibit_desk, name="exhibit_desk"),
    path(
        "kerja/acara/<int:pk>/pameran/pilih/", exhibit_views.choose_exhibits, name="choose_exhibits"
    ),
    path(
        "kerja/acara/<int:pk>/pameran/label.pdf",
        exhibit_views.exhibit_labels,
        name="exhibit_labels",
    ),
    path(
        "kerja/acara/<int:pk>/pameran/titip/<slug:slug>/",
        exhibit_views.hand_over,
        name="hand_over",
    ),
    path(
        "kerja/acara/<int:pk>/pameran/titip/<slug:slug>/kembali/",
        exhibit_views.take_back,
        name="take_back",
    ),
    path(
        "kerja/acara/<int:pk>/pameran/titip/<slug:slug>/surat.pdf",
        exhibit_views.consignment_note,
        name="consignment_note",
    ),
    path("kerja/acara/<int:pk>/pameran/jual/", sale_views.stand_sales_page, name="stand_sales"),
    path(
        "kerja/acara/<int:pk>/pameran/laporan/",
        sale_views.exhibition_report,
        name="exhibition_report",
    ),
    path(
        "kerja/acara/<int:pk>/pameran/laporan.xlsx",
        sale_views.exhibition_workbook,
        name="exhibition_workbook",
    ),
    path("kerja/pasar/", outlet_views.market_desk, name="market_desk"),
    path("kerja/pasar/titipan.xlsx", outlet_views.placement_workbook, name="placement_workbook"),
    path("kerja/pasar/tempat/baru/", outlet_views.outlet_create, name="outlet_create"),
    path("kerja/pasar/tempat/<int:pk>/", outlet_views.outlet_detail, name="outlet_detail"),
    path("kerja/pasar/tempat/<int:pk>/ubah/", outlet_views.outlet_update, name="outlet_update"),
    path("kerja/pasar/tempat/<int:pk>/bulan/", outlet_views.outlet_month, name="outlet_month"),
    path("kerja/pasar/tempat/<int:pk>/titip/", outlet_views.find_work, name="find_work"),
    path(
        "kerja/pasar/tempat/<int:pk>/titip/<str:code>/", outlet_views.place_work, name="place_work"
    ),
    path(
        "kerja/pasar/titipan/<int:pk>/ubah/",
        outlet_views.placement_update,
        name="placement_update",
    ),
    path("kerja/pasar/titipan/<int:pk>/kembali/", outlet_views.bring_back, name="bring_back"),
    path("kerja/pasar/ekspor/<slug:slug>/", market_views.export_preview, name="export_preview"),
    path("kerja/pasar/ekspor/<slug:slug>.xlsx", market_views.export_file, name="export_file"),
    path("kerja/pameran/karya/<int:pk>/ubah/", exhibit_views.exhibit_update, name="exhibit_update"),
    path(
        "kerja/pameran/karya/<int:pk>/keluarkan/",
        exhibit_views.exhibit_remove,
        name="exhibit_remove",
    ),
    path("kerja/hadir/<slug:code>/", attendance_views.check_in, name="check_in"),
    path(
        "kerja/hadir/<slug:code>/catat/",
        attendance_views.mark_participant,
        name="mark_participant",
    ),
    path(
        "kerja/hadir/<slug:code>/hapus/",
        attendance_views.unmark_participant,
        name="unmark_participant",
    ),
    path("kerja/kerja-sama/", cooperation_views.cooperation_desk, name="cooperation_desk"),
    path(
        "kerja/kerja-sama/permohonan/",
        delegation_views.visit_request_list,
        name="visit_request_list",
    ),
    path(
        "kerja/kerja-sama/permohonan/<int:pk>/",
        delegation_views.visit_request_detail,
        name="visit_request_detail",
    ),
    path(
        "kerja/kerja-sama/permohonan/<int:pk>/terima/",
        delegation_views.accept_visit_request,
        name="accept_visit_request",
    ),
    path(
        "kerja/kerja-sama/permohonan/<int:pk>/usul/",
        delegation_views.propose_visit_day,
        name="propose_visit_day",
    ),
    path(
        "kerja/kerja-sama/permohonan/<int:pk>/tolak/",
        delegation_views.decline_visit_request,
        name="decline_visit_request",
    ),
    path("kerja/kerja-sama/mitra/", partner_views.partner_list, name="partner_list"),
    path("kerja/kerja-sama/mitra/baru/", partner_views.partner_create, name="partner_create"),
    path("kerja/kerja-sama/mitra/<int:pk>/", partner_views.partner_detail, name="partner_detail"),
    path(
        "kerja/kerja-sama/mitra/<int:pk>/ubah/",
        partner_views.partner_update,
        name="partner_update",
    ),
    path("kerja/kerja-sama/dokumen/", agreement_views.agreement_list, name="agreement_list"),
    path(
        "kerja/kerja-sama/dokumen.xlsx",
        agreement_views.export_agreements,
        name="export_agreements",
    ),
    path(
        "kerja/kerja-sama/dokumen/baru/",
        agreement_views.agreement_create,
        name="agreement_create",
    ),
    path(
        "kerja/kerja-sama/dokumen/<int:pk>/",
        agreement_views.agreement_detail,
        name="agreement_detail",
    ),
    path(
        "kerja/kerja-sama/dokumen/<int:pk>/berkas/",
        agreement_views.agreement_file,
        name="agreement_file",
    ),
    path(
        "kerja/kerja-sama/dokumen/<int:pk>/ubah/",
        agreement_views.agreement_update,
        name="agreement_update",
    ),
    path(
        "kerja/kerja-sama/dokumen/<int:pk>/janji/",
        promise_views.agreement_promise_create,
        name="agreement_promise_create",
    ),
    path(
        "kerja/kerja-sama/tindak-lanjut/",
        promise_views.follow_up_list,
        name="follow_up_list",
    ),
    path("kerja/janji/<int:pk>/", promise_views.follow_up_detail, name="follow_up_detail"),
    path("kerja/janji/<int:pk>/ubah/", promise_views.follow_up_update, name="follow_up_update"),
    path(
        "kerja/janji/<int:pk>/selesai/",
        promise_views.complete_follow_up,
        name="complete_follow_up",
    ),
    path("kerja/janji/<int:pk>/henti/", promise_views.drop_follow_up, name="drop_follow_up"),
    path(
        "kerja/peserta/<slug:code>/batal/",
        workbench.cancel_participant,
        name="cancel_participant",
    ),
    path(
        "kerja/peserta/<slug:code>/ikut/",
        workbench.accept_for_participant,
        name="accept_for_participant",
    ),
    path(
        "kerja/peserta/<slug:code>/pendapat/",
        outcome_views.evaluate_participant,
        name="evaluate_participant",
    ),
    path(
        "kerja/peserta/<slug:code>/sertifikat.pdf",
        certificate_views.participant_certificate,
        name="participant_certificate",
    ),
    path(
        "kerja/peserta/<slug:code>/sertifikat/cabut/",
        certificate_views.revoke_certificate,
        name="revoke_certificate",
    ),
    path(
        "saya/pelatihan/<slug:code>/sertifikat.pdf",
        certificate_views.own_certificate,
        name="own_certificate",
    ),
    path(
        "verifikasi/<check_code:code>/",
        certificate_views.verify_attendance,
        name="verify_attendance",
    ),
]
