"""The access matrix: every route, every person of the cast, the answer to a GET.

Columns: nobody signed in; wen the patient; ana her caregiver; uma who may only add files;
zed whose access ended; bo another patient; mei the coordinator; osei the specialist who was
asked; roy one who was not; off whose account is closed; max a manager, who opens and closes
accounts and sees no folder; chief the superuser.
"""

CAST = (
    *("anon", "wen", "ana", "uma", "zed", "bo"),
    *("mei", "osei", "roy", "off", "max", "chief"),
)

MATRIX = """
account_change_password                            302 302 302 302 302 302 302 302 302 302 302 302
account_confirm_login_code                         302 302 302 302 302 302 302 302 302 302 302 302
account_inactive                                   200 200 200 200 200 200 200 200 200 200 200 200
account_login                                      200 302 302 302 302 302 302 302 302 200 302 302
account_logout                                     302 200 200 200 200 200 200 200 200 302 200 200
account_reauthenticate                             302 403 403 403 403 403 403 403 403 302 403 403
account_request_login_code                         200 302 302 302 302 302 302 302 302 200 302 302
account_reset_password                             200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done                        200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key                    200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done               200 200 200 200 200 200 200 200 200 200 200 200
account_set_password                               302 200 200 200 200 200 200 200 200 302 200 200
account_signup                                     200 302 302 302 302 302 302 302 302 200 302 302
accounts:person_edit                               302 200 200 200 200 200 200 200 200 302 200 200
accounts:session_list                              302 200 200 200 200 200 200 200 200 302 200 200
admin:accounts_auditentry_add                      302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_auditentry_change                   302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_auditentry_changelist               302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_auditentry_delete                   302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_auditentry_history                  302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_outgoingmail_changelist             302 302 302 302 302 302 200 302 302 302 200 200
admin:accounts_user_add                            302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_user_change                         302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_user_changelist                     302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_user_delete                         302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_user_history                        302 302 302 302 302 302 403 302 302 302 200 200
admin:app_list                                     302 302 302 302 302 302 200 302 302 302 404 200
admin:auth_user_password_change                    302 302 302 302 302 302 403 302 302 302 200 200
admin:autocomplete                                 302 302 302 302 302 302 403 302 302 302 403 403
admin:consultations_consultationrequest_add        302 302 302 302 302 302 403 302 302 302 403 403
admin:consultations_consultationrequest_change     302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_changelist 302 302 302 302 302 302 200 302 302 302 403 200
admin:consultations_consultationrequest_deed       302 302 302 302 302 302 302 302 302 302 404 302
admin:consultations_consultationrequest_delete     302 302 302 302 302 302 404 302 302 302 404 404
admin:consultations_consultationrequest_history    302 302 302 302 302 302 302 302 302 302 404 302
admin:consultations_consultationrequest_parcels    302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_packets    302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_summaries  302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_trail      302 302 302 302 302 302 200 302 302 302 404 200
admin:index                                        302 302 302 302 302 302 200 302 302 302 200 200
admin:jsi18n                                       302 302 302 302 302 302 200 302 302 302 200 200
admin:login                                        302 403 403 403 403 403 302 403 403 302 302 302
admin:logout                                       302 302 302 302 302 302 405 302 302 302 405 405
admin:password_change                              302 302 302 302 302 302 200 302 302 302 200 200
admin:password_change_done                         302 302 302 302 302 302 200 302 302 302 200 200
admin:view_on_site                                 404 404 404 404 404 404 404 404 404 404 404 404
consultations:missing_list                         302 200 200 403 404 404 404 404 404 302 404 404
consultations:question_edit                        302 200 200 403 404 404 404 404 404 302 404 404
consultations:question_list                        302 200 200 403 404 404 404 404 404 302 404 404
consultations:request_check                        302 200 200 403 404 404 404 404 404 302 404 404
consultations:request_receipt                      302 200 404 404 404 404 404 404 404 302 404 404
consultations:request_send                         302 200 200 403 404 404 404 404 404 302 404 404
consultations:request_start                        302 302 302 403 404 404 404 404 404 302 404 404
consultations:request_status                       302 200 404 404 404 404 404 404 404 302 404 404
consultations:request_step                         302 200 200 403 404 404 404 404 404 302 404 404
consultations:request_withdraw                     302 200 404 404 404 404 404 404 404 302 404 404
consultations:packet_pdf                           302 404 404 404 404 404 200 200 404 302 404 200
consultations:packet_zip                           302 404 404 404 404 404 200 200 404 302 404 200
consultations:summary_download                     302 404 404 404 404 404 200 200 404 302 404 200
consultations:team_list                            302 404 404 404 404 404 404 200 200 302 404 404
intake:caregiver_edit                              302 200 403 403 404 404 404 404 404 302 404 404
intake:caregiver_end                               302 200 200 403 404 404 404 404 404 302 404 404
intake:case_new                                    302 200 200 200 200 200 200 200 200 302 200 200
intake:consent_list                                302 200 200 403 404 404 404 404 404 302 404 404
intake:consent_take_back                           302 200 403 403 404 404 404 404 404 302 404 404
intake:consent_text                                302 200 200 403 404 404 404 404 404 302 404 404
intake:invitation_answer                           404 404 404 404 404 404 404 404 404 404 404 404
intake:invitation_end                              302 405 405 405 405 405 405 405 405 302 405 405
intake:patient_invite                              302 405 405 405 405 405 405 405 405 302 405 405
intake:people_list                                 302 200 200 200 404 404 404 404 404 302 404 404
intake:row_edit                                    302 200 200 403 404 404 404 404 404 302 404 404
intake:row_remove                                  302 200 200 403 404 404 404 404 404 302 404 404
intake:step_edit                                   302 200 200 403 404 404 404 404 404 302 404 404
portal:component_gallery                           302 404 404 404 404 404 200 404 404 302 200 200
portal:favicon                                     302 302 302 302 302 302 302 302 302 302 302 302
portal:folder_detail                               302 200 200 200 404 404 404 404 404 302 404 404
portal:folder_list                                 302 200 200 200 200 200 200 302 302 302 200 200
portal:guide_index                                 200 200 200 200 200 200 200 200 200 200 200 200
portal:guide_page                                  200 200 200 200 200 200 200 200 200 200 200 200
portal:home                                        200 200 200 200 200 200 200 200 200 200 200 200
portal:language_set                                405 405 405 405 405 405 405 405 405 405 405 405
portal:livez                                       200 200 200 200 200 200 200 200 200 200 200 200
portal:readyz                                      200 200 200 200 200 200 200 200 200 200 200 200
portal:robots                                      200 200 200 200 200 200 200 200 200 200 200 200
portal:start                                       200 200 200 200 200 200 200 200 200 200 200 200
portal:start_emergency                             200 200 200 200 200 200 200 200 200 200 200 200
portal:start_next                                  302 302 302 302 302 302 302 302 302 302 302 302
portal:start_you                                   302 302 302 302 302 302 302 302 302 302 302 302
portal:theme_set                                   302 405 405 405 405 405 405 405 405 302 405 405
records:checklist_answer                           302 200 200 403 404 404 404 404 404 302 404 404
records:checklist_list                             302 200 200 403 404 404 404 404 404 302 404 404
records:copy_show                                  302 200 200 404 404 404 404 200 404 302 404 404
records:file_download                              302 200 200 404 404 404 404 200 404 302 404 404
records:item_add                                   302 405 405 405 405 405 405 405 405 302 405 405
records:item_remove                                302 405 405 405 405 405 405 405 405 302 405 405
records:letter_detail                              302 200 200 403 404 404 404 404 404 302 404 404
records:letter_download                            302 200 200 404 404 404 404 404 404 302 404 404
records:letter_edit                                302 200 200 403 404 404 404 404 404 302 404 404
records:letter_list                                302 200 200 403 404 404 404 404 404 302 404 404
records:letter_new                                 302 200 200 403 404 404 404 404 404 302 404 404
records:letter_print                               302 405 405 405 405 405 405 405 405 302 405 405
records:letter_remove                              302 200 200 403 404 404 404 404 404 302 404 404
records:letter_sent                                302 405 405 405 405 405 405 405 405 302 405 405
records:page_add                                   302 405 405 405 405 405 405 405 405 302 405 405
records:page_crop                                  302 200 200 404 404 404 404 404 404 302 404 404
records:page_move                                  302 405 405 405 405 405 405 405 405 302 405 405
records:page_own                                   302 405 405 405 405 405 405 405 405 302 405 405
records:page_replace                               302 200 200 404 404 404 404 404 404 302 404 404
records:page_turn                                  302 405 405 405 405 405 405 405 405 302 405 405
records:pages_more                                 302 405 405 405 405 405 405 405 405 302 405 405
records:parcel_cancel                              302 200 200 403 404 404 404 404 404 302 404 404
records:parcel_detail                              302 200 200 403 404 404 404 404 404 302 404 404
records:parcel_download                            302 200 200 404 404 404 404 404 404 302 404 404
records:parcel_home                                302 405 405 405 405 405 405 405 405 302 405 405
records:parcel_list                                302 200 200 403 404 404 404 404 404 302 404 404
records:parcel_print                               302 405 405 405 405 405 405 405 405 302 405 405
records:parcel_send                                302 405 405 405 405 405 405 405 405 302 405 405
records:parcel_sender                              302 405 405 405 405 405 405 405 405 302 405 405
records:parcel_way                                 302 405 405 405 405 405 405 405 405 302 405 405
records:preview_show                               302 200 200 404 404 404 404 200 404 302 404 404
records:quiet_answer                               302 405 405 405 405 405 405 405 405 302 405 405
records:record_edit                                302 200 200 404 404 404 404 404 404 302 404 404
records:record_join                                302 200 200 404 404 404 404 404 404 302 404 404
records:record_list                                302 200 200 200 404 404 404 404 404 302 404 404
records:record_pdf                                 302 200 200 404 404 404 404 200 404 302 404 404
records:record_print                               302 200 200 403 404 404 404 404 404 302 404 404
records:record_remove                              302 200 200 404 404 404 404 404 404 302 404 404
records:record_take_back                           302 405 405 405 405 405 405 405 405 302 405 405
records:scan_copy                                  302 200 200 404 404 404 404 200 404 302 404 404
records:scan_receipt                               302 200 200 404 404 404 404 404 404 302 404 404
records:suggestion_answer                          302 405 405 405 405 405 405 405 405 302 405 405
records:upload_begin                               302 405 405 405 404 404 404 404 404 302 404 404
records:upload_go_on                               302 405 404 404 404 404 404 404 404 302 404 404
records:upload_leave_out                           302 405 405 405 405 405 405 405 405 302 405 405
"""

# The same people, the answer to an empty form sent by POST: 422 shows it again with what
# is missing, 302 did something or led elsewhere. A route that is not here takes no forms.
POSTS = """
account_change_password                            302 302 302 302 302 302 302 302 302 302 302 302
account_confirm_login_code                         302 302 302 302 302 302 302 302 302 302 302 302
account_login                                      422 302 302 302 302 302 302 302 302 422 302 302
account_logout                                     302 302 302 302 302 302 302 302 302 302 302 302
account_reauthenticate                             302 403 403 403 403 403 403 403 403 302 403 403
account_request_login_code                         422 302 302 302 302 302 302 302 302 422 302 302
account_reset_password                             422 422 422 422 422 422 422 422 422 422 422 422
account_reset_password_from_key                    200 200 200 200 200 200 200 200 200 200 200 200
account_set_password                               302 422 422 422 422 422 422 422 422 302 422 422
account_signup                                     422 302 302 302 302 302 302 302 302 422 302 302
accounts:person_edit                               302 422 422 422 422 422 422 422 422 302 422 422
accounts:session_list                              302 302 302 302 302 302 302 302 302 302 302 302
admin:accounts_auditentry_add                      302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_auditentry_change                   302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_auditentry_changelist               302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_auditentry_delete                   302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_auditentry_history                  302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_outgoingmail_changelist             302 302 302 302 302 302 200 302 302 302 200 200
admin:accounts_user_add                            302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_user_change                         302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_user_changelist                     302 302 302 302 302 302 403 302 302 302 200 200
admin:accounts_user_delete                         302 302 302 302 302 302 403 302 302 302 403 403
admin:accounts_user_history                        302 302 302 302 302 302 403 302 302 302 200 200
admin:app_list                                     302 302 302 302 302 302 200 302 302 302 404 200
admin:auth_user_password_change                    302 302 302 302 302 302 403 302 302 302 200 200
admin:consultations_consultationrequest_add        302 302 302 302 302 302 403 302 302 302 403 403
admin:consultations_consultationrequest_change     302 302 302 302 302 302 403 302 302 302 404 403
admin:consultations_consultationrequest_changelist 302 302 302 302 302 302 200 302 302 302 403 200
admin:consultations_consultationrequest_deed       302 302 302 302 302 302 404 302 302 302 404 404
admin:consultations_consultationrequest_delete     302 302 302 302 302 302 404 302 302 302 404 404
admin:consultations_consultationrequest_history    302 302 302 302 302 302 302 302 302 302 404 302
admin:consultations_consultationrequest_parcels    302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_packets    302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_summaries  302 302 302 302 302 302 200 302 302 302 404 200
admin:consultations_consultationrequest_trail      302 302 302 302 302 302 200 302 302 302 404 200
admin:index                                        302 302 302 302 302 302 200 302 302 302 200 200
admin:login                                        302 403 403 403 403 403 200 403 403 302 200 200
admin:logout                                       302 302 302 302 302 302 302 302 302 302 302 302
admin:password_change                              302 302 302 302 302 302 200 302 302 302 200 200
admin:view_on_site                                 404 404 404 404 404 404 404 404 404 404 404 404
consultations:question_edit                        302 422 422 403 404 404 404 404 404 302 404 404
consultations:question_list                        302 422 422 403 404 404 404 404 404 302 404 404
consultations:request_send                         302 422 403 403 404 404 404 404 404 302 404 404
consultations:request_step                         302 302 302 403 404 404 404 404 404 302 404 404
consultations:request_withdraw                     302 302 404 404 404 404 404 404 404 302 404 404
intake:caregiver_edit                              302 422 403 403 404 404 404 404 404 302 404 404
intake:caregiver_end                               302 302 302 403 404 404 404 404 404 302 404 404
intake:case_new                                    302 422 422 422 422 422 422 422 422 302 422 422
intake:consent_list                                302 302 403 403 404 404 404 404 404 302 404 404
intake:consent_take_back                           302 302 403 403 404 404 404 404 404 302 404 404
intake:invitation_answer                           404 404 404 404 404 404 404 404 404 404 404 404
intake:invitation_end                              302 302 403 403 404 404 404 404 404 302 404 404
intake:patient_invite                              302 404 404 404 404 404 404 404 404 302 404 404
intake:people_list                                 302 422 403 403 404 404 404 404 404 302 404 404
intake:row_edit                                    302 302 302 403 404 404 404 404 404 302 404 404
intake:row_remove                                  302 302 302 403 404 404 404 404 404 302 404 404
intake:step_edit                                   302 422 422 403 404 404 404 404 404 302 404 404
portal:language_set                                302 302 302 302 302 302 302 302 302 302 302 302
portal:start                                       422 422 422 422 422 422 422 422 422 422 422 422
portal:start_you                                   302 302 302 302 302 302 302 302 302 302 302 302
portal:theme_set                                   302 302 302 302 302 302 302 302 302 302 302 302
records:checklist_answer                           302 422 422 403 404 404 404 404 404 302 404 404
records:item_add                                   302 422 422 403 404 404 404 404 404 302 404 404
records:item_remove                                302 302 302 403 404 404 404 404 404 302 404 404
records:letter_edit                                302 422 422 403 404 404 404 404 404 302 404 404
records:letter_new                                 302 422 422 403 404 404 404 404 404 302 404 404
records:letter_print                               302 302 302 403 404 404 404 404 404 302 404 404
records:letter_remove                              302 302 302 403 404 404 404 404 404 302 404 404
records:letter_sent                                302 422 422 403 404 404 404 404 404 302 404 404
records:page_add                                   302 302 302 404 404 404 404 404 404 302 404 404
records:page_crop                                  302 422 422 404 404 404 404 404 404 302 404 404
records:page_move                                  302 302 302 404 404 404 404 404 404 302 404 404
records:page_own                                   302 302 302 404 404 404 404 404 404 302 404 404
records:page_replace                               302 422 422 404 404 404 404 404 404 302 404 404
records:page_turn                                  302 302 302 404 404 404 404 404 404 302 404 404
records:pages_more                                 302 302 302 404 404 404 404 404 404 302 404 404
records:parcel_cancel                              302 302 302 403 404 404 404 404 404 302 404 404
records:parcel_home                                302 422 422 403 404 404 404 404 404 302 404 404
records:parcel_list                                302 302 302 403 404 404 404 404 404 302 404 404
records:parcel_print                               302 302 302 403 404 404 404 404 404 302 404 404
records:parcel_send                                302 422 422 403 404 404 404 404 404 302 404 404
records:parcel_sender                              302 422 422 403 404 404 404 404 404 302 404 404
records:parcel_way                                 302 422 422 403 404 404 404 404 404 302 404 404
records:quiet_answer                               302 302 302 403 404 404 404 404 404 302 404 404
records:record_edit                                302 302 302 404 404 404 404 404 404 302 404 404
records:record_join                                302 422 422 404 404 404 404 404 404 302 404 404
records:record_list                                302 422 422 422 404 404 404 404 404 302 404 404
records:record_remove                              302 302 302 404 404 404 404 404 404 302 404 404
records:record_take_back                           302 302 302 404 404 404 404 404 404 302 404 404
records:scan_receipt                               302 422 422 404 404 404 404 404 404 302 404 404
records:suggestion_answer                          302 302 302 404 404 404 404 404 404 302 404 404
records:upload_begin                               302 412 412 412 404 404 404 404 404 302 404 404
records:upload_go_on                               302 405 404 404 404 404 404 404 404 302 404 404
records:upload_leave_out                           302 302 404 404 404 404 404 404 404 302 404 404
"""

# Routes whose rows let nobody in, each with its reason.
NOBODY = {
    "account_reauthenticate": "asks for one's password, and nobody of this cast has one",
    "admin:accounts_auditentry_add": "the trail is written by deeds, never by hand",
    "admin:accounts_auditentry_delete": "the trail is never cut",
    "admin:accounts_user_delete": "accounts are closed, not deleted",
    "admin:autocomplete": "no page of the desk chooses from a list that grows",
    "admin:consultations_consultationrequest_add": "requests come from folders",
    "admin:consultations_consultationrequest_delete": "requests are ended, not deleted",
    "admin:view_on_site": "the admin's guess at objects is switched off",
    "intake:invitation_answer": "the token here is nobody's; intake/tests/invitations",
    "intake:patient_invite": "the patients of these folders have joined already",
    "records:upload_begin": "speaks tus alone; records/tests/test_tus.py",
    "records:upload_go_on": "speaks tus alone; records/tests/test_tus.py",
}
